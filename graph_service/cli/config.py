"""`communique config`: the settings in force, each with what it means."""

from __future__ import annotations

import json

from graph_service.cli.options import HomeOption, read_settings


def command(home: HomeOption = None) -> None:
    """Print every setting in force as JSON; secrets are shown as set or not.

    Example: communique config
    """
    from graph_service.settings import Settings

    settings = read_settings(home=home)
    values = json.loads(settings.model_dump_json())
    shown = {
        name: {
            "value": values[name],
            "environment": f"COMMUNIQUE_{name.upper()}",
            "meaning": field.description,
        }
        for name, field in Settings.model_fields.items()
    }
    print(json.dumps(shown, indent=2, ensure_ascii=False))
