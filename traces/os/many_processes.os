pagewalk-os 1
# More processes, one after the other, than a small MMU has ASIDs; one lives through them all. Who comes when the
# ASIDs are used up must not see what the TLB has of another.
memory 1M
process Long
map Long heap 16K rw
fill Long heap seed=1
repeat 520
	process Short
	map Short heap 16K rw
	touch Short heap w
	touch Long heap r
	touch Short heap r
	exit Short
end
check Long heap seed=1
exit Long
