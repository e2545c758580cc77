from tests.city import city
from tests.postgresql import postgresql, templates

__all__ = ["city", "postgresql", "templates"]
