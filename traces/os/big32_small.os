pagewalk-os 1
# big32.os in small: six times as much as there is memory.
mode sv32
memory 4M
swap 24M
cluster 32
process A
map A all 24M at=0 rw
fill A all seed=1
check A all seed=1
random A all 10000 writes=30
count swapped-out >= 5120
count swapped-in >= 5120
exit A
