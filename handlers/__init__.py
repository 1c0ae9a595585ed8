"""From what people write and press to the services. Thin: who, one transaction, one answer."""
