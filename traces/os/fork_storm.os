pagewalk-os 1
# Processes that fork, store into what they share with parent and child, and end, again and again:
# copy-on-write, and its end when only one owner is left.
memory 2M
swap 2M
process A
map A heap 256K rw
map A stack 256K rw grows
fill A heap seed=5
fill A stack seed=6

repeat 20
	fork A B
	random B heap 50 writes=50
	fork B C
	protect B,C heap r
	protect B,C heap rw
	random C heap 20 writes=80
	random A heap 50 writes=20
	random C stack 50 writes=50
	exit B
	random C heap 50 writes=50
	fork C D
	exit C
	random D heap 50 writes=80
	random A stack 20 writes=50
	exit D
end
count copied >= 500
exit A
