"""Mend what is written into a page that a screen reader stumbles over."""


def sources_in_no_list(_app, _pagename, _templatename, context, _doctree):
    """Take back that the bibliography is a list: its entries are marked as sources, not as items of one."""
    if "body" in context:
        context["body"] = context["body"].replace(
            '<div role="list" class="citation-list">', '<div class="citation-list">'
        )


def setup(app):
    app.connect("html-page-context", sources_in_no_list)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
