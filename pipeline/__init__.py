"""The application: options, configuration, the graph, a run, its report."""
