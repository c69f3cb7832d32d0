pagewalk-os 1
# Frames go from hand to hand, and nobody may see what was in them: memory begins as zeroes, whoever had
# it before. Locks do not go to a child: four of them would not fit.
memory 512K
swap 2M
process A
map A heap 320K rw
fill A heap seed=1
exit A

process B
map B heap 320K rw
touch B heap w bytes=8
touch B heap r stride=4
brk B 160K
brk B 320K
touch B heap 0 320K r stride=64
touch B heap 160K 160K w bytes=1 stride=512
touch B heap r stride=4
exit B

# What is swapped out and forgotten leaves slots that are used again.
repeat 4
	process C
	map C heap 640K rw
	fill C heap seed=3
	random C heap 200 writes=50
	unmap C heap 320K 160K
	touch C heap 480K 160K w bytes=8
	exit C
end

# A locked page is one's own at once, also if nobody has stored into it; unlocked, it may leave again.
process C
map C heap 160K rw
fill C heap seed=8
fork C H
lock H heap
unlock H heap
map C more 480K rw
fill C more seed=9
check H heap seed=8
check C heap seed=8
exit C,H

process D
map D heap 160K rw locked
fill D heap seed=4
fork D E
fork D F
fork D G
fill E heap seed=5
fill F heap seed=6
fill G heap seed=7
check D heap seed=4
check E heap seed=5
check F heap seed=6
check G heap seed=7
exit D,E,F,G
