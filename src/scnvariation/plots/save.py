"""Pictures as files: PNG, SVG or PDF, whole or not at all, with their alternative text inside.

The same result gives the same bytes: no random identifiers, and no time but that of a PNG, which can be fixed.
"""

from __future__ import annotations

import errno
import io
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from scnvariation._version import __version__
from scnvariation.analysis.provenance import result_stamp
from scnvariation.analysis.result import Result
from scnvariation.clock import now_utc
from scnvariation.errors import OptionError
from scnvariation.messages.calls import unknown_word
from scnvariation.options import SaveSize
from scnvariation.plots.fonts import clean, drawing
from scnvariation.plots.page import Page, file_page
from scnvariation.plots.picture import picture_of
from scnvariation.whole_files import write_whole

__all__ = ["save"]

ENDINGS = (".png", ".svg", ".pdf")
# Of the same pixels: a file 5 per cent larger than at the usual 6, and a quarter of the time of packing saved.
PACKING: dict[str, dict[str, Any]] = {".png": {"pil_kwargs": {"compress_level": 3}}}


def save(result: Result, path: str | Path, *, size: SaveSize, **style: object) -> Path:
    """Write the picture of a result.

    Parameters
    ----------
    result : Result
        A result that has a picture.
    path : str or Path
        The ending decides: `.png`, `.svg` or `.pdf`.
    size : {'slide', 'page', 'web'}
        Proportions, text size and resolution.
    **style
        Options of the drawing.

    Returns
    -------
    pathlib.Path
        The file written; it is complete, or the old one is untouched.

    Raises
    ------
    OptionError
        If the ending or an option of the drawing is not known.
    FileNotFoundError
        If the folder does not exist.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise OptionError(unknown_word("path", target.name, ENDINGS))
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target.parent))
    picture = picture_of(result, style)
    with drawing():
        page = file_page(size)
        picture.paint(page)
        content = rendered(page, ending, result, picture.alt_text())
    return write_whole(target, content)


def rendered(page: Page, ending: str, result: Result, alt_text: str) -> bytes:
    """Render a page with its title, its description and where it comes from."""
    title = page.axes.get_title(loc="left").replace("\n", " ")
    description = clean(alt_text)
    source = origin(result)
    maker = f"scnvariation {__version__}"
    metadata: dict[str, dict[str, str | None]] = {
        ".png": {
            "Title": title,
            "Description": description,
            "Software": maker,
            "Comment": source,
            "Creation Time": now_utc(),
        },
        ".svg": {"Creator": maker, "Date": None, "Source": source},
        ".pdf": {"Title": title, "Subject": description, "Creator": maker, "CreationDate": None, "Keywords": source},
    }
    buffer = io.BytesIO()
    page.root.savefig(buffer, format=ending[1:], metadata=metadata[ending], **PACKING.get(ending, {}))
    content = buffer.getvalue()
    return described(content.decode(), title, description).encode() if ending == ".svg" else content


def origin(result: Result) -> str:
    """Write the settings of a result, the package and its libraries as one line; no time, so that bytes repeat."""
    return json.dumps(result_stamp(result))


def described(svg: str, title: str, description: str) -> str:
    """Give an SVG the title and description that screen readers look for."""
    mark = sha256(f"{title}\n{description}".encode()).hexdigest()[:8]
    start = svg.index("<svg ")
    end = svg.index(">", start)
    named = f' role="img" aria-labelledby="title-{mark} desc-{mark}"'
    words = f'\n <title id="title-{mark}">{escape(title)}</title>\n <desc id="desc-{mark}">{escape(description)}</desc>'
    return f"{svg[:end]}{named}>{words}{svg[end + 1 :]}"
