"""API Particulier v3 (DINUM): one yes or no from the body that knows, and nothing kept of it."""
