"""The front page: three kinds of reader start in one click."""


def test_the_site_opens_on_the_front_page(build, pages):
    refresh = pages[build.html / "index.html"].find("meta", attrs={"http-equiv": "Refresh"})
    assert refresh["content"].split("url=")[1] == "book/index.html"
    assert (build.html / "book" / "index.html").is_file()


def test_three_kinds_of_reader_start_in_one_click(page):
    links = {link["href"].split("#")[0] for link in page.select("article .sd-card a[href]")}
    assert {"big-picture.html", "students.html", "instructors.html"} <= links
