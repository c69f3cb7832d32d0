pagewalk-os 1
# Memory and swap file together are too small: who asks for one page more is killed, all others live.
memory 1M
swap 1M
process A,B
map A heap 512K rw
fill A heap seed=1
map B heap 4M rw
fill B heap seed=2
expect B bus
expect A alive
check A heap seed=1
# What B had is free again.
process B
map B heap 512K rw
fill B heap seed=3
check B heap seed=3
check A heap seed=1
exit A
exit B
