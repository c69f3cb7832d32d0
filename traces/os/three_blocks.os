pagewalk-os 1
# The example of the lecture: a program of three blocks, which lie in frames 13, 76 and 55. The
# program sees them side by side; only the page table knows.
memory 1M
process A
map A program 12K at=0x400000 rwx
step A 1. The process has a region, and no page of it is anywhere.
place A program 0 13
place A program 4K 76
place A program 8K 55
step A 2. Three blocks in three frames. Their entries are valid; nobody has used them (no A, no D).
fill A program seed=7
step A 3. The program is stored: A and D are set, by hardware.
touch A program x
check A program seed=7
# An address: the page number is replaced, the offset stays. 0x401234 is in block 1, in frame 76 (0x4c).
touch A program 0x1234 4 x bytes=4
count minor = 0
exit A
