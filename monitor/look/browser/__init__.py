"""The browser: one safe service for everything that must be seen rendered. Nothing else talks to Playwright."""
