"""The people's side: whoever plays the residents acts through here, over HTTP."""
