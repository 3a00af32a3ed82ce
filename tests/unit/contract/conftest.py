"""Every check in these tests keeps the conservation law, the closed list and the input."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from scnvariation.contract.checks import Checked, check_observations
from scnvariation.contract.problems import PROBLEM_COLUMNS, REGISTRY
from scnvariation.contract.reasons import ROW_REASONS
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo


def fingerprint(frame: pd.DataFrame) -> str:
    """Give a text that changes with any cell, type or label of a frame."""
    cells = [[repr(cell) for cell in row] for row in frame.itertuples()]
    return repr((list(frame.columns), [str(kind) for kind in frame.dtypes], cells))


@pytest.fixture
def run_check() -> Callable[..., Checked]:
    """Run a check and assert what holds for all of them."""

    def run(
        frame: pd.DataFrame,
        *,
        layout: str = "frame",
        statistic_of: object = None,
        areas: object = None,
        **reading: object,
    ) -> Checked:
        before = fingerprint(frame)
        checked = check_observations(
            frame,
            statistic_of=statistic_of,
            source=SourceInfo(layout=layout, rows_read=len(frame)),
            settings=ReadingSettings(**reading),
            areas=areas,
        )
        assert fingerprint(frame) == before, "the input is never changed"
        counts = checked.counts
        assert counts.read == len(frame) == counts.used + counts.not_computed + counts.refused
        assert list(checked.problems.columns) == list(PROBLEM_COLUMNS)
        assert set(checked.problems["code"]) <= set(REGISTRY)
        for part in (checked.observations, checked.england, checked.set_aside):
            assert set(part["reason"]) <= {*ROW_REASONS, ""}
        if not counts.refused:
            kept = len(checked.observations) + len(checked.england) + len(checked.set_aside)
            assert kept == counts.read, "no row is lost"
            key = checked.observations[["indicator_id", "period", "area_code"]]
            assert not key.duplicated().any()
        return checked

    return run
