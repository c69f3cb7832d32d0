pagewalk-os 1
# Three processes use twice the memory that there is, at random: nearly every access faults. See
# thrash_locked.os for one of them that does not suffer.
memory 1M
swap 4M
process A,B,C
map A,B,C heap 640K rw
fill A,B,C heap seed=3
check A,B,C heap seed=3
repeat 100
	random A heap 20 writes=40
	random B heap 20 writes=40
	random C heap 20 writes=40
end
count major >= 1000
exit A
exit B
exit C
