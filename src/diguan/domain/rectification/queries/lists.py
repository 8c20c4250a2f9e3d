"""The three lists of an inspection: what was found, what is done about it, who answers; read once, however long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.rectification.models import Problem, Stage, Task
from diguan.domain.rectification.queries.listing import problems
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import Link
from diguan.domain.responsibility.queries.chart import links_of


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task with its stages in order, and who holds the post of whoever is responsible on the day."""

    task: Task
    stages: Sequence[Stage]
    link: Link | None


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A problem with its tasks, and who holds the post of its leader."""

    problem: Problem
    tasks: Sequence[ListedTask]
    leader: Link | None


def lists_of(viewer: Viewer, inspection_id: int, on: date) -> list[ListedProblem]:
    """Every problem of an inspection that the viewer sees, with its tasks; five questions."""
    return listed(list(problems(viewer, inspection_id)), on)


def listed(found: Sequence[Problem], on: date) -> list[ListedProblem]:
    """The same of problems that were read already."""
    tasks = _tasks(found)
    posts = {row.leader_post_id for row in found} | {task.post_id for own in tasks.values() for task in own}
    links = links_by_post(posts - {None}, on)
    stages = _stages(task.pk for own in tasks.values() for task in own)
    return [
        ListedProblem(
            row,
            [ListedTask(task, stages.get(task.pk, ()), links.get(task.post_id)) for task in tasks.get(row.pk, ())],
            links.get(row.leader_post_id or 0),
        )
        for row in found
    ]


def links_by_post(posts: Iterable[int | None], on: date) -> Mapping[int, Link]:
    """Posts by number with who holds them on a day."""
    wanted = [post for post in posts if post is not None]
    return {link.post.pk: link for link in links_of(Post.objects.filter(pk__in=wanted), on)} if wanted else {}


def _tasks(found: Sequence[Problem]) -> dict[int, list[Task]]:
    own: dict[int, list[Task]] = {}
    for task in Task.objects.filter(problem__in=[row.pk for row in found]).order_by("problem_id", "number"):
        own.setdefault(task.problem_id, []).append(task)
    return own


def _stages(tasks: Iterable[int]) -> dict[int, list[Stage]]:
    own: dict[int, list[Stage]] = {}
    for stage in Stage.objects.filter(task__in=list(tasks)).order_by("task_id", "number"):
        own.setdefault(stage.task_id, []).append(stage)
    return own
