pagewalk-os 1
# A process sorts integers in its memory, by loads and stores through the MMU, on less memory than they
# take; its child sorts what is left of them. Heapsort jumps about: it is hard on TLB and memory.
memory 512K
swap 2M
file numbers 256K pattern 21
process A
map A input 256K file=numbers r
map A heap 16K rw
map A stack 64K rw grows
brk A 512K
copy A input heap 256K
touch A stack w
sort A heap 1500
# The rest is not touched.
check A input seed=21
fork A B
sort B heap 2000 bytes=8
sort A heap 2000
brk A 256K
random A heap 500
unmap A stack
exit A,B
