pagewalk-os 1
# As thrash.os, but process A has locked its pages, and with `tlb_lock 1` the TLB keeps them, too: its
# accesses stay cheap, whatever B and C do. Compare the lines "unlocked" and "locked" of the report.
memory 1M
swap 4M
tlb_lock 1
process A,B,C
map A heap 32K rw locked
map B,C heap 640K rw
fill A heap seed=3
fill B,C heap seed=4
repeat 100
	random A heap 40 writes=40
	random B heap 20 writes=40
	random C heap 20 writes=40
end
count major >= 1000

# Half of it may go; what comes later is locked from the start.
unlock A heap 16K 16K
random B heap 1000
lockall A
map A more 16K rw
fill A more seed=5
random B heap 1000
check A more seed=5
unlock A more
exit A,B,C
