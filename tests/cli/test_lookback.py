"""`diguan lookback`: a sample is previewed, drawn, listed and drawn anew; what cannot be drawn is refused."""

import json
import re

import pytest
from typer.testing import CliRunner

from diguan.cli.main import app
from diguan.domain.audit.models import Entry
from diguan.domain.lookback.choices import Outcome
from diguan.domain.lookback.models import Case, Plan
from tests.factories.append_only import lifted
from tests.factories.lookback import closed, decide

pytestmark = pytest.mark.django_db
OF = ("--region", "152222", "--from", "2019-07-01", "--until", "2019-10-01")


def run(*words):
    return CliRunner().invoke(app, ["lookback", *words])


def drawn(*words):
    result = run("draw", *OF, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def closings(db):
    for running in range(1, 31):
        closed(running, by=901 if running % 3 else 902, closing="verified" if running % 5 == 0 else "mended")


@pytest.mark.usefixtures("closings")
@pytest.mark.parametrize("method", ["random", "risk", "confirmers"])
def test_same_seed_draws_the_same_sample_and_another_seed_another(method):
    first, again, other = (
        drawn("--seed", seed, "--size", "8", "--method", method) for seed in ("2020-03-01", "2020-03-01", "x")
    )
    sampled = {
        plan.pk: list(plan.cases.order_by("place").values_list("item__number", flat=True))
        for plan in Plan.objects.all()
    }
    assert sampled[first["id"]] == sampled[again["id"]] != sampled[other["id"]]
    assert len(sampled[first["id"]]) == 8
    assert len({each["population_sha256"] for each in (first, again, other)}) == 1


@pytest.mark.usefixtures("closings")
def test_preview_stores_nothing_and_a_draw_is_on_record():
    assert drawn("--seed", "a", "--margin", "20", "--preview")["population"] == 30
    assert (Plan.objects.count(), Case.objects.count(), Entry.objects.count()) == (0, 0, 0)
    said = run("draw", *OF, "--seed", "a", "--size", "5", "--closing", "verified")
    assert "已抽取 5 个，总体 6 个。" in said.stdout
    assert list(Entry.objects.values_list("action", "actor")) == [("draw_lookback", None)]


@pytest.mark.usefixtures("closings")
def test_samples_are_listed_with_how_far_they_are():
    assert "还没有抽取过样本" in run("list").stdout
    drawn("--seed", "a", "--size", "4")
    decide(Case.objects.order_by("place").first(), Outcome.REBOUNDED)
    row = json.loads(run("list", "--json").stdout)["samples"][0]
    assert (row["size"], row["rebounded"], row["waiting"]) == (4, 1, 3)
    assert re.search("科尔沁右翼中旗", re.sub(r"[\s│]", "", run("list").stdout))


@pytest.mark.usefixtures("closings")
def test_sample_drawn_anew_is_the_same_until_somebody_changes_what_it_followed_from():
    number = str(drawn("--seed", "a", "--size", "4")["id"])
    assert run("check", number).exit_code == 0
    closed(31)
    later = run("check", number)
    assert later.exit_code == 0
    assert "现在的总体与抽取时不同。多了：152222-" in later.stdout.replace("\n", "")
    with lifted():
        Plan.objects.update(seed="b")
    forged = run("check", number)
    assert forged.exit_code == 1
    assert "重抽一遍，样本不同" in forged.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--seed", "a"),  # neither size nor margin
        ("--seed", "a", "--size", "3"),  # nothing was closed
        ("--seed", " ", "--size", "3"),
        ("--seed", "a", "--size", "3", "--until", "2019-06-01"),
        ("--seed", "a", "--size", "3", "--from", "1st of May"),
        ("--seed", "a", "--size", "3", "--region", "nowhere"),
        ("--seed", "a", "--size", "3", "--method", "by hand"),
    ],
)
def test_what_cannot_be_drawn_is_refused(words):
    result = run("draw", *OF, *words)
    assert result.exit_code == 2, result.output
    assert not Plan.objects.exists()


def test_sample_that_is_not_there_is_refused(db):
    assert run("check", "7").exit_code == 2
