"""The card of a long run: what was run, when and on what, as a table that fits a phone."""

from html import escape

from IPython.display import HTML


def card(facts):
    """Show a run's card.

    Parameters
    ----------
    facts : dict of str to anything
        Underscores in a name are read as spaces. A command is shown as code.
    """
    rows = []
    for name, value in facts.items():
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        shown = f"<code>{escape(text)}</code>" if name == "command" else escape(text)
        rows.append(f"<tr><th scope='row'>{escape(name.replace('_', ' '))}</th><td>{shown}</td></tr>")
    return HTML(f"<table class='table run-card'><tbody>{''.join(rows)}</tbody></table>")
