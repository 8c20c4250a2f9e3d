"""Synthetic counties: real regions, invented people that say so everywhere, planted errors with a truth decided without the engine.
"""
