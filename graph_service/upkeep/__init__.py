"""Operation of the write side: withdraw, rebuild, back up, restore, examine, try again."""
