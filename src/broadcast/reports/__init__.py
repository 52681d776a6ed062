"""Reports: somebody says that a thing may not be public; a host decides, with reasons, and both are kept.

The form, the receipt and the decision follow Regulation (EU) 2022/2065 (DSA), articles 16 and 17.
"""
