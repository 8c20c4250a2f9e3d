"""Constraints and indexes of the tables of rectification."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """What the database holds rows to, and how they are found."""

    dependencies: ClassVar = [("rectification", "0001_inspections_and_their_lists")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["region_code", "-paper_on", "-id"], name="inspection_region"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["central", "central_look_back", "effect", "supervision", "democratic", "audit", "own"],
                    )
                ),
                name="inspection_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("paper_number", ""), _negated=True)
                ),
                name="inspection_has_a_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since_on", None), ("until_on", None), ("until_on__gte", models.F("since_on")), _connector="OR"
                ),
                name="inspection_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(fields=("region_code", "paper_number"), name="inspection_paper_once"),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["region_code", "state"], name="problem_place"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.UniqueConstraint(fields=("inspection", "number"), name="problem_number"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["received", "proposed", "under_way", "reported", "accepted"])),
                name="problem_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["single", "common", "clue"])), name="problem_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        ["policy", "main_duty", "oversight", "earlier", "assurances", "funds", "conduct", "other"],
                    )
                ),
                name="problem_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("horizon__in", ["immediate", "long", ""])), name="problem_horizon"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("criteria", ""),
                        models.Q(("indicator", ""), _negated=True),
                        models.Q(("standard", ""), _negated=True),
                    ),
                    models.Q(models.Q(("criteria", ""), _negated=True), ("indicator", "")),
                    _connector="OR",
                ),
                name="problem_criteria_or_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["proposed", "under_way", "reported", "accepted"]), _negated=True),
                        ("proposed_by__isnull", False),
                        _connector="OR",
                    ),
                    models.Q(("text", ""), _negated=True),
                ),
                name="problem_is_planned_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "under_way", "reported", "accepted"]), _negated=True),
                    models.Q(
                        models.Q(("root_cause", ""), _negated=True),
                        models.Q(("horizon", ""), _negated=True),
                        models.Q(("goal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_plan_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["reported", "accepted"]), _negated=True),
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False)),
                    _connector="OR",
                ),
                name="problem_is_reported",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="problem_is_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="spread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "expression"),
                        ("reply_by", None),
                        models.Q(("expression", ""), _negated=True),
                        models.Q(("standard", ""), _negated=True),
                        models.Q(("subject", ""), _negated=True),
                    ),
                    models.Q(("expression", ""), ("kind", "self_check"), ("reply_by__isnull", False)),
                    _connector="OR",
                ),
                name="spread_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="spread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("question", ""), _negated=True), models.Q(("criteria", ""), _negated=True)
                ),
                name="spread_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkeditem",
            constraint=models.UniqueConstraint(fields=("problem", "item"), name="linked_item_once"),
        ),
        migrations.AddConstraint(
            model_name="linkeditem",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["own", "alike", "found"])), name="linked_item_how"
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(fields=["region_code", "state"], name="check_place"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(fields=("spread", "region_code"), name="check_once_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "replied", "accepted"])), name="check_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["replied", "accepted"]), _negated=True),
                    models.Q(("replied_at__isnull", False), ("replied_by__isnull", False)),
                    _connector="OR",
                ),
                name="check_is_replied",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="check_is_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("check_of", None), ("stage", None)),
                fields=("problem", "evidence"),
                name="proof_of_problem_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__isnull", False)), fields=("stage", "evidence"), name="proof_of_stage_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("check_of__isnull", False)),
                fields=("check_of", "evidence"),
                name="proof_of_check_once",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["problem", "id"], name="rectification_event_of"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("accepted", False)), fields=["refusal"], name="rectification_refused"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "register",
                            "spread",
                            "propose",
                            "approve_plan",
                            "return_plan",
                            "report",
                            "accept",
                            "return",
                            "reopen",
                            "report_stage",
                            "accept_stage",
                            "return_stage",
                            "reply_check",
                            "accept_check",
                            "return_check",
                        ],
                    )
                ),
                name="rectification_event_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "from_state__in",
                        [
                            "received",
                            "proposed",
                            "under_way",
                            "reported",
                            "accepted",
                            "planned",
                            "reported",
                            "accepted",
                            "asked",
                            "replied",
                            "accepted",
                            "",
                        ],
                    ),
                    (
                        "to_state__in",
                        [
                            "received",
                            "proposed",
                            "under_way",
                            "reported",
                            "accepted",
                            "planned",
                            "reported",
                            "accepted",
                            "asked",
                            "replied",
                            "accepted",
                        ],
                    ),
                ),
                name="rectification_event_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "village",
                            "township",
                            "county",
                            "department",
                            "prefecture",
                            "region",
                            "auditor",
                            "administrator",
                            "",
                        ],
                    )
                ),
                name="rectification_event_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted", True), ("refusal", "")),
                    models.Q(
                        ("accepted", False),
                        models.Q(("refusal", ""), _negated=True),
                        ("from_state", models.F("to_state")),
                    ),
                    _connector="OR",
                ),
                name="rectification_event_refusal",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("problem", "number"), name="task_number"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", ""), _negated=True),
                    models.Q(("lead_unit", ""), _negated=True),
                    models.Q(("unit", ""), _negated=True),
                ),
                name="task_says_what_and_who",
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(condition=models.Q(("state", "planned")), fields=["due_on"], name="stage_due"),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="stage_number"),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "reported", "accepted"]), models.Q(("goal", ""), _negated=True)
                ),
                name="stage_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["reported", "accepted"]), _negated=True),
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False)),
                    _connector="OR",
                ),
                name="stage_is_reported",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="stage_is_accepted",
            ),
        ),
    ]
