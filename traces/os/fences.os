pagewalk-os 1
# Entries that become narrower while the TLB has them: each line that changes one comes right behind an
# access that filled the TLB, and right before one that an old entry would let through.
memory 1M
swap 1M
process A
map A heap 64K at=0x4000000 rw
fill A heap seed=1

# fork: the parent's pages are closed to stores.
repeat 10
	touch A heap 0 32K w
	fork A B
	touch A heap 0 32K w
	touch B heap r stride=8
	exit B
end
fork A B
touch B heap 0 16K w
fork B C
touch B heap 0 16K w
touch C heap r stride=8
touch A heap r stride=8
exit C

# mprotect: closed to stores, then to nothing more.
touch B heap 0 8 w
protect B heap r
touch B heap 0 8 r
stray B heap w

# munmap, of a region and of a part.
fork A B
touch B heap 0 8 w
unmap B heap 0 4K
stray B 0x4000000 r
fork A B
map B a 8K at=0x5000000 rw
touch B a w
unmap B a
stray B 0x5000000 r
fork A B
map B a 8K at=0x5000000 rw
touch B a w
unmap B a 4K 4K
touch B a 0 4K w
stray B 0x5001000 w

# brk.
fork A B
brk B 128K
touch B heap 64K 4K w
brk B 64K
brk B 68K
touch B heap 64K 4K r stride=8
exit B

# Another region where one was.
map A a 16K at=0x5000000 rw
fill A a seed=2
unmap A a
map A b 16K at=0x5000000 rw
touch A b r stride=8
exit A
