"""The bibliography is no list, since its entries are no items of one."""

from accessible import sources_in_no_list


def test_only_the_role_is_taken_back():
    context = {
        "body": '<div role="list" class="citation-list"><p role="note">a</p></div><ul role="list"></ul>'
    }
    sources_in_no_list(None, "references", "page.html", context, None)
    assert context["body"] == '<div class="citation-list"><p role="note">a</p></div><ul role="list"></ul>'


def test_a_page_without_a_body_is_left_alone():
    context = {}
    sources_in_no_list(None, "search", "search.html", context, None)
    assert context == {}
