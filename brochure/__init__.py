"""Printed patient information: structured content becomes brochures, in every language that it is translated to."""

__version__ = "0.1.0"
