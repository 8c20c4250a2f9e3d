"""What people read: the texts of the command line, the ledger and the report, Chinese and English side by side.

Belongs here: catalogues of texts (YAML, one a door) and their loader, which refuses a missing translation.
Does not belong here: labels of fields, indicators and regions (they stand in the data they name), sentences that explain
a verdict (the engine makes them).
"""

from diguan.locale.texts import LANGUAGES, Language, Texts, load_texts, texts

__all__ = ["LANGUAGES", "Language", "Texts", "load_texts", "texts"]
