"""WTForms of the panel: shape only (types, lengths, required); rules live in domain/ and services/."""
