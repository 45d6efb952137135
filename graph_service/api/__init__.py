"""HTTP: one router a concern, one table from errors to statuses; `app.create_app` is the way in."""
