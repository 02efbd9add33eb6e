"""SIASN, the civil-service register of BKN: client, shapes, errors."""
