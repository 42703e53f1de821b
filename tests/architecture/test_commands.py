"""Every command explains itself."""

import pytest
from django.core.management import get_commands, load_command_class

OURS = sorted(
    name for name, app in get_commands().items() if app.split(".")[0] in {"integration", "programmes", "reports"}
)


@pytest.mark.parametrize("name", OURS)
def test_a_command_says_what_it_does_and_what_each_option_means(name):
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("manage.py", name)

    assert name in parser.format_help()
    assert command.help
    assert [option.dest for option in parser._actions if not option.help] == []
