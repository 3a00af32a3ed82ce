"""Settings of the documentation: docstrings, pages in Markdown, pages that run."""

from importlib.metadata import version as installed

project = "scnvariation"
author = "The scnvariation maintainers"
copyright = "The scnvariation maintainers"
release = installed("scnvariation")
version = release

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx-mathjax-offline",
    "numpydoc",
    "myst_nb",
]
exclude_patterns = ["_build", "**.ipynb_checkpoints"]
language = "en_GB"

autosummary_generate = True
autodoc_typehints = "none"  # numpydoc says the types in words
numpydoc_show_class_members = False
numpydoc_validation_checks = {"GL06", "GL07", "SS02", "SS03", "PR01", "PR02", "PR03", "RT01"}
# Errors take a message and nothing a reader could choose; methods and fields of a class are described by the class.
numpydoc_validation_exclude = {r"\.errors\.", r"\.Segments(\.|$)", r"\.Indicators\."}

myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 3

# Pages with code cells run when they change; a cell that fails stops the build.
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 120

html_theme = "pydata_sphinx_theme"
html_title = "scnvariation"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_prev_next": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
