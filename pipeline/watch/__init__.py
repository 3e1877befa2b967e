"""The watch: bounded runs over what is new that miss nothing and repeat nothing.

request   flags → what is to be watched
places    where its state lies, and how it is kept
plan      a batch that was decided on, until it is done
cursor    how far each source is
polling   sources → what is new, with back-off
loop      poll, plan, run, move on
metrics   the same as numbers, for Prometheus
status    what there is to see of it from outside
"""
