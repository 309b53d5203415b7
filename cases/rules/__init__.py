"""What the agreements say: plain Python that knows neither Django nor the clock."""
