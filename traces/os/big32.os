pagewalk-os 1
# A process of 32 bits stores into every page of its user part, 3 GiB, and reads all of it back, on
# 512 MiB of memory. What does not fit is in the swap file. It takes some minutes.
mode sv32
memory 512M
swap 3G
cluster 32
process A
map A all 3G at=0 rw
fill A all seed=1
check A all seed=1
count swapped-out >= 655360
count swapped-in >= 655360
exit A
