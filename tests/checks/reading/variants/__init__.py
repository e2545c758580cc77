"""List and home pages made from a grammar of layouts that real government sites use, each with its truth."""
