"""The indicators of three national frameworks."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from scnvariation.framework.tables import read_table
from scnvariation.options import check_option

__all__ = ["Framework", "catalogue"]

Framework = Literal["nhs_of", "ccg_ois", "qof"]

_FILES = {"nhs_of": "indicators_nhs_of", "ccg_ois": "indicators_ccg_ois", "qof": "registers_qof"}


def catalogue(framework: Framework | None = None) -> pd.DataFrame:
    """List the indicators of the NHS Outcomes Framework, the CCG indicator set and the QOF registers.

    Use it to look an indicator up, or as a start for a catalogue of your own.

    Parameters
    ----------
    framework : {'nhs_of', 'ccg_ois', 'qof'}, optional
        One framework; all three by default.

    Returns
    -------
    pandas.DataFrame
        One row per indicator, a fresh copy: ``indicator_id`` (``framework:code``, unique), ``framework``,
        ``framework_year`` (the edition in which the code was read), ``code``, ``name``, ``domain`` (blank
        for QOF registers), ``statistic`` (blank where the source leaves it open), ``multiplier`` and
        ``unit`` (display only), ``polarity``, ``networks`` (keys with ``;`` between them, or
        ``cross_cutting``), ``source``, ``guidance``, ``status``, ``denominator_scope`` (ages a QOF register
        is defined for).

    Raises
    ------
    OptionError
        If `framework` is not one of the words.

    Notes
    -----
    Codes change between years and mean different things in different frameworks, so only
    `indicator_id` is a key. ``statistic``, ``polarity`` and ``networks`` are this package's reading;
    ``polarity`` is ``neutral`` unless the name settles it.

    Examples
    --------
    >>> catalogue("ccg_ois").set_index("code").loc["1.10", "name"]
    'One year survival from all cancers'
    >>> len(catalogue("qof"))
    24
    """
    if framework is not None:
        check_option("framework", framework, Framework)
    wanted = get_args(Framework) if framework is None else (framework,)
    tables = [read_table(_FILES[name], whole=["domain"], numbers=["multiplier"]) for name in wanted]
    return pd.concat(tables, ignore_index=True)
