"""有事敞开说: what counts as speaking up, and drafts in the direct chat."""
