"""`python -m diguan`: the command line where no script was installed."""

from diguan.cli.main import app

app()
