pagewalk-os 1
# The disk fails at the 50th page that is read back: its process is killed, others are not.
memory 1M
swap 4M
fail swap-read 50
process A,B
map B heap 64K rw locked
fill B heap seed=1
map A heap 2M rw
fill A heap seed=2
check A heap seed=2
expect A bus
check B heap seed=1
expect B alive
exit B
