"""`python -m graph_service` is the command line; this file owns nothing else."""

from graph_service.cli.main import run

if __name__ == "__main__":
    run()
