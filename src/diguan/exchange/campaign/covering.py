"""From a round and filled-in workbooks to the coverage of a campaign, its workbook and the list of those still to be seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.regions import RegionTree, load_regions
from diguan.engine.screening.folder import round_directory
from diguan.engine.visiting.opening import open_round
from diguan.exchange.campaign.counting import Area, by_area, by_visitor
from diguan.exchange.campaign.judging import contradicting, states_of, too_many, weigh_days
from diguan.exchange.campaign.model import Days, HomeState, Odd, Oddity, Tally, Visit, VisitorTally
from diguan.exchange.campaign.opening import UnableToCoverCampaign, homes_of, uncovered_indicators
from diguan.exchange.campaign.records import CampaignFile, read_records
from diguan.exchange.campaign.workbook import write_campaign, write_to_see
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.model import Cover
from diguan.exchange.figures.tables import RoundTables
from diguan.exchange.papers import Audience, cover_of

CAMPAIGN, TO_SEE = "campaign.xlsx", "to-see.xlsx"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Coverage of a campaign. `unseen`: what the round itself says of who was seen; `odd` in the order of the households.

    `uncovered`: indicators that nobody's facts decide, so that they count for nobody as something to ask.
    """

    path: Path
    cover: Cover
    days: Days
    states: Sequence[HomeState]
    visits: Sequence[Visit]
    odd: Sequence[Odd]
    files: Sequence[CampaignFile]
    refused_cells: Sequence[tuple[str, str, Label]]
    whole: Tally
    townships: Mapping[Area, Tally]
    villages: Mapping[Area, Tally]
    visitors: Sequence[VisitorTally]
    unseen: Label | None
    uncovered: Sequence[Label]

    @property
    def sound(self) -> bool:
        """Whether every file and cell was read and nothing contradicts itself."""
        return not (self.odd or self.refused_cells or any(file.refused for file in self.files))


def cover_campaign(
    folder: Path, paths: Sequence[Path], out: Path, *, days: Days, audience: Audience, progress: Progress
) -> Campaign:
    """Write the coverage into the new folder `out`.

    UnableToReadRound when the round cannot be used, UnableToCoverCampaign when none of the files can, UnableToWriteRound when the place
    is taken.
    """
    regions: RegionTree = load_regions()
    places = Places(regions)
    progress("base", 0, 1)
    with open_round(folder) as opened:
        nowhere = uncovered_indicators(opened)
        homes = homes_of(opened, places, nowhere)
        record = opened.record.model_dump(mode="json")
        pack = opened.ruling.pack
        cover = cover_of(record, pack, places, RoundTables(opened.connection), audience)
        unseen = next((Label(c.text.zh, c.text.en) for c in opened.record.coverage if c.kind == "unseen"), None)
    progress("base", 1, 1)
    progress("returned", 0, 1)
    records = read_records(paths, pack.catalogue, audience.language)
    _require_usable(records.files)
    progress("returned", 1, 1)
    visits, out_of_days = weigh_days(records.visits, homes, days)
    odd = [*records.odd, *out_of_days, *contradicting(visits), *too_many(visits, homes, days)]
    order = {oddity: place for place, oddity in enumerate(Oddity)}
    states = states_of(homes, visits)
    campaign = Campaign(
        path=out,
        cover=cover,
        days=days,
        states=states,
        visits=visits,
        odd=sorted(odd, key=lambda o: (order[o.oddity], o.household_id, o.visitors, o.places)),
        files=records.files,
        refused_cells=records.refused_cells,
        whole=by_area(states, ())[()],
        townships=by_area(states, ("county", "township")),
        villages=by_area(states, ("county", "township", "village")),
        visitors=by_visitor(visits, homes),
        unseen=unseen,
        uncovered=[pack.indicators[name].label for name in nowhere],
    )
    with round_directory(out) as partial:
        progress("differences", 0, 1)
        write_campaign(partial / CAMPAIGN, campaign, audience.language)
        write_to_see(partial / TO_SEE, campaign, audience.language)
        progress("differences", 1, 1)
    return campaign


def _require_usable(files: Sequence[CampaignFile]) -> None:
    if any(file.refused is None for file in files):
        return
    why = Label(
        "；".join(f"{file.label}：{file.refused.zh}" for file in files if file.refused),
        "; ".join(f"{file.label}: {file.refused.en}" for file in files if file.refused),
    )
    raise UnableToCoverCampaign(
        files[0].label if files else "",
        Label(f"没有一个文件可用：{why.zh}", f"none of the files can be used: {why.en}"),
        Label("diguan visits 写出、填好的工作簿", "filled-in workbooks that diguan visits has written"),
        Label("请逐个检查", "look at each of them"),
    )
