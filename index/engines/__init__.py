"""Vector engines, one per file; the shape they share is `index.engine`. `exact` is the plain part."""
