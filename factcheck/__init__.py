"""factcheck: checks factual claims about markets against market data."""

__version__ = "0.1.0"
