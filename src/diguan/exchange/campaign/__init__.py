"""A campaign of visits (大排查): who was seen, when, by whom, who was not and why; from filled-in visit workbooks against a round.

Belongs here: coverage of the households of a round, what cannot be as it was written, the list of those still to be seen.
Does not belong here: which questions decide (engine.visiting), the visit workbook itself (exchange.visits), folding answers in.
"""

from diguan.exchange.campaign.covering import Campaign, cover_campaign
from diguan.exchange.campaign.model import Days
from diguan.exchange.campaign.opening import UnableToCoverCampaign

__all__ = ["Campaign", "Days", "UnableToCoverCampaign", "cover_campaign"]
