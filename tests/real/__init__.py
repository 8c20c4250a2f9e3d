"""Real households, found by DIGUAN_REAL_DATA; the project neither contains nor needs them."""
