pagewalk-os 1
# Eight processes, and ASIDs for three at a time: each time that none is left, all start anew.
memory 4M
asids 4
process A,B,C,D,E,F,G,H
map A,B,C,D,E,F,G,H heap 64K at=0x400000 rw
fill A heap seed=1
fill B heap seed=2
fill C heap seed=3
fill D heap seed=4
fill E heap seed=5
fill F heap seed=6
fill G heap seed=7
fill H heap seed=8
# All have the same addresses, and no two the same bytes.
repeat 50
	random A,B,C,D,E,F,G,H heap 8 writes=20
end
count rollovers >= 50
exit A,B,C,D,E,F,G,H
