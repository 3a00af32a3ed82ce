"""A progress bar is for people who watch, and never in the way of anything else."""

import sys

from scnvariation.progress import tracked


def test_progress_is_quiet_where_nobody_watches(capsys):
    assert list(tracked([1, 2, 3], "Drawing")) == [1, 2, 3]
    assert capsys.readouterr().err == ""


def test_progress_shows_a_bar_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(tracked([1, 2, 3], "Drawing")) == [1, 2, 3]
    assert "Drawing" in capsys.readouterr().err


def test_progress_does_without_tqdm(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert list(tracked([1, 2, 3], "Drawing")) == [1, 2, 3]
    assert capsys.readouterr().err == ""
