"""What an audience may see of the figures (INDICATORS.md 3).

`primary` hides what is small; `relations` are what a reader knows to hold between the numbers; `protection` hides more
until every hidden number could be several others, which `lines` prove one by one; `standing` is what has been
published and must stay protected while months are added.
"""
