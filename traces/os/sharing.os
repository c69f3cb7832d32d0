pagewalk-os 1
# Eight processes share the code of a library and a file of the page cache: 8 x 256 KiB and 8 x 128 KiB
# are mapped, and 96 frames are all that it takes. What one of them stores into the file, all see, and
# in the end it is in the file.
memory 4M
swap 4M
file library 256K pattern 11
file data 128K pattern 12
shared board 64K
process A
map A code 256K file=library rx
map A data 128K file=data rw shared
map A board 64K shm=board rw
map A heap 64K rw
fill A heap seed=1
fork A B
fork A C
fork A D
fork A E
fork A F
fork A G
fork A H

repeat 2
	touch A,B,C,D,E,F,G,H code x stride=512
	touch A,B,C,D,E,F,G,H data r
	random A,B,C,D,E,F,G,H data 200 writes=30
	random A,B,C,D,E,F,G,H board 100 writes=50
	random A,B,C,D,E,F,G,H heap 100 writes=20
end

# The heap is private: a page that somebody stored into is no longer the parent's.
count copied >= 8
# The library is in memory once.
count major <= 96

# Nobody may write the code, run the data, or look behind them.
stray B code w
stray C null r
stray D kernel r
stray E kernel w
stray F 0x70000000 x
expect B killed
# What they shared goes on without them.
protect A data r
check A,G,H code seed=11
touch A data r
touch G data w
stray A data w
exit G
exit H
