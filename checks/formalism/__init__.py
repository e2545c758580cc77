"""指尖上的形式主义: forced follows, vote and like soliciting, and their kin, in what offices publish.

The rules are data (``rules/*.toml``). A text is folded, cut into sentences and scanned once for the cues of all rules;
then each sentence is decided by the roles its cues play together, and by the frames that say that it only speaks about
such things. What is doubtful is a reminder for the office, never a finding.
"""
