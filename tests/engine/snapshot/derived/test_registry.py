from diguan.engine.catalogue import load_catalogue
from diguan.engine.snapshot.derived.registry import COMPUTED
from diguan.engine.verdicts import Subject


def test_every_computation_the_catalogue_names_is_there_for_its_subject():
    catalogue = load_catalogue()
    named = {f.computed_by: s for s in Subject for f in catalogue.fields(s).values() if f.computed_by}
    assert named == {name: computation.subject for name, computation in COMPUTED.items()}
