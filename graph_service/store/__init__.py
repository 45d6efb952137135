"""Where the graph lives: one writer, checkpoints, and readers in processes of their own."""
